#pragma once

// The subcommands of `hysteron`, one file each: import.cc holds add_import, and so on.

#include <CLI/CLI.hpp>

namespace hysteron::apps {

/// What a command returns to the shell.
enum Exit { good = 0, result_says_no = 1, bad_input = 2 };

// Each adds a subcommand with its options and a callback that does the work. The callback writes
// results to stdout and progress to stderr, throws InputError for the user's faults, and sets exit
// where the result says no.
void add_compare(CLI::App& program, Exit& exit);
void add_convert(CLI::App& program, Exit& exit);
void add_crossbar(CLI::App& program, Exit& exit);
void add_decks(CLI::App& program, Exit& exit);
void add_demo(CLI::App& program, Exit& exit);
void add_export(CLI::App& program, Exit& exit);
void add_fit(CLI::App& program, Exit& exit);
void add_import(CLI::App& program, Exit& exit);
void add_inspect(CLI::App& program, Exit& exit);
void add_models(CLI::App& program, Exit& exit);
void add_neuron(CLI::App& program, Exit& exit);
void add_report(CLI::App& program, Exit& exit);
void add_simulate(CLI::App& program, Exit& exit);
void add_verify(CLI::App& program, Exit& exit);

}  // namespace hysteron::apps
