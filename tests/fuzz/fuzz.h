// What a fuzzer is: one function, and a folder of seeds named in its CMakeLists.txt. The driver supplies `main`:
//
//   NAME 0          every seed once; this is the test that ctest runs
//   NAME SECONDS    then inputs made from them, until the time is up
//
// An input on which the function aborts, a sanitizer speaks up, or ten seconds pass is written to NAME.crash in the
// current folder. A mended one belongs among the seeds.
#pragma once
#include <string_view>

namespace remit {

// Feeds the bytes to the code under test; aborts where an answer is wrong. No input may be refused by aborting.
void fuzz_one(std::string_view bytes);

}  // namespace remit
