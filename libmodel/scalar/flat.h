#pragma once

/// Marks a function into which the compiler opens all that it calls, so that what nobody asks for is not
/// computed. Not under sanitizers: what they add to every access makes one function of it that takes
/// minutes to compile.
#if defined(__SANITIZE_ADDRESS__)
#define HYSTERON_FLAT
#else
#define HYSTERON_FLAT [[gnu::flatten]]
#endif
