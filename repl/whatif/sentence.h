// Why something cannot be done, in both languages of the session.
#pragma once
#include <string>

namespace remit::whatif {

struct Sentence {
  std::string en, zh;
};

}  // namespace remit::whatif
