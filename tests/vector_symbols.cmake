# A function that several objects define is linked once, from whichever comes first: were it compiled
# with AVX here, it would stop an older machine elsewhere. So every symbol that these objects share
# must name the instruction set, its own tag or that of Highway's vectors.

if(NOT OBJECTS)
  message(FATAL_ERROR "no objects")
endif()
foreach(object IN LISTS OBJECTS)
  execute_process(COMMAND ${NM} -C --defined-only ${object} OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]* [VWu] [^\n]*" shared "${symbols}")
  if(NOT shared)
    message(FATAL_ERROR "${object}: nothing to check")
  endif()
  foreach(symbol IN LISTS shared)
    if(NOT symbol MATCHES "hysteron::kernel::${SET}|hwy::N_AVX")
      message(SEND_ERROR "${object}: shared and untagged:${symbol}")
    endif()
  endforeach()
endforeach()
