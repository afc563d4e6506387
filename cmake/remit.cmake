# The whole vocabulary of the build. A folder's CMakeLists.txt says what it is made of in these words, and calls
# find_package for what only it uses; no list elsewhere needs a line.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# What measures time, limits memory or looks at texts only says nothing under sanitizers, which are slow.
if(CMAKE_CXX_FLAGS MATCHES "sanitize")
  set(REMIT_SANITIZES ON)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

# False alarms of GCC 12 on std::string and std::optional, once it inlines them.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(-Wno-restrict -Wno-maybe-uninitialized)
endif()

# Adds every subfolder that has a CMakeLists.txt. A new folder is found at the next build.
function(remit_folders)
  file(GLOB parts CONFIGURE_DEPENDS */CMakeLists.txt)
  foreach(part IN LISTS parts)
    cmake_path(GET part PARENT_PATH folder)
    add_subdirectory(${folder})
  endforeach()
endfunction()

# remit_library(NAME source… [LINK target…]): the static library of a folder, named after it; without a source it
# is headers only. Includes are written from the root of the repository.
function(remit_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  if(arg_UNPARSED_ARGUMENTS)
    add_library(${name} STATIC ${arg_UNPARSED_ARGUMENTS})
    set(scope PUBLIC)
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${name} ${scope} ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} ${scope} ${arg_LINK})
endfunction()

# remit_program(NAME source… [LINK target…]): an executable, in bin/.
function(remit_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  add_executable(${name} ${arg_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_LINK})
endfunction()

# remit_test(NAME source… [LINK target…] [LABELS slow]): a GoogleTest program, one test to ctest.
function(remit_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK;LABELS")
  find_package(GTest REQUIRED)
  remit_program(${name} ${arg_UNPARSED_ARGUMENTS} LINK GTest::gtest_main ${arg_LINK})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
endfunction()

# remit_python_test(NAME script argument… [LABELS slow] [UNSANITIZED]): a script that exits 0 when all is well, 77 to be
# skipped; UNSANITIZED: not under sanitizers.
function(remit_python_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "UNSANITIZED" "" "LABELS")
  if(arg_UNSANITIZED AND REMIT_SANITIZES)
    return()
  endif()
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_test(NAME ${name} COMMAND Python3::Interpreter -B ${arg_UNPARSED_ARGUMENTS}
           WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}" SKIP_RETURN_CODE 77)
endfunction()

# remit_benchmark(NAME source… [LINK target…]): a Google Benchmark program, in bench/, where `./run bench` runs all.
# As a test it runs each benchmark once, so that none rots.
function(remit_benchmark name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINK")
  find_package(benchmark REQUIRED)
  remit_program(${name} ${arg_UNPARSED_ARGUMENTS} LINK benchmark::benchmark_main ${arg_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
  add_test(NAME ${name} COMMAND ${name} --benchmark_min_time=0)
endfunction()

# remit_fuzz(NAME source… SEEDS folder [LINK target…]): a fuzzer (tests/fuzz/fuzz.h), in fuzz/, where `./run fuzz` runs
# all. As a test it tries the seeds. The target `fuzzers` is all of them; with REMIT_FUZZ they learn about branches, and
# nothing else can be linked.
option(REMIT_FUZZ "Trace branches for the fuzzers")
if(REMIT_FUZZ)
  add_compile_options(-fsanitize-coverage=trace-pc)
endif()
add_custom_target(fuzzers)

function(remit_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SEEDS" "LINK")
  cmake_path(ABSOLUTE_PATH arg_SEEDS)
  remit_program(${name} ${arg_UNPARSED_ARGUMENTS} ${PROJECT_SOURCE_DIR}/tests/fuzz/driver.cpp LINK ${arg_LINK})
  target_compile_definitions(${name} PRIVATE FUZZ_SEEDS="${arg_SEEDS}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
  add_dependencies(fuzzers ${name})
  add_test(NAME ${name} COMMAND ${name} 0)
endfunction()
