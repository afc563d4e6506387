#include <algorithm>

#include "dsl/library/describe.h"
#include "repl/command/commands.h"
#include "repl/command/runner.h"
#include "repl/command/tell.h"
#include "repl/command/words.h"

namespace remit::repl {
namespace {

auto edit(Runner& runner, std::string_view rest, Output& output) -> Status {
  Session& session = runner.session();
  const std::string name = take_word(rest);
  std::string path = name;
  std::uint32_t line = 1;
  if (name.empty()) return refuse(session, output, Status::usage, "edit what?", "编辑什么？");
  const auto at_hand = policy_at_hand(session);
  const FlatDeclaration* flat = at_hand ? declaration_of(*at_hand.value().flat, name) : nullptr;
  if (flat != nullptr) {
    const PolicyLibrary& library = at_hand.value().opened->library();
    const auto in_file = [&](const Origin& origin) {  // a change is in none
      return library.sources().at(origin.declaration->span.file).hidden_lines == 0;
    };
    const auto origin = std::ranges::find_if(flat->origins.rbegin(), flat->origins.rend(), in_file);
    if (origin == flat->origins.rend())
      return refuse(session, output, Status::usage, "`{}` was declared at the prompt; recall it with the arrow up",
                    "`{}` 是在提示符下声明的；用向上箭头调出", name);
    const Span span = origin->declaration->span;
    const SourceText& file = library.sources().at(span.file);
    path = file.path;
    line = locate(file, span.begin).line;
  } else if (path.find_first_of("./") == std::string::npos) {
    if (!at_hand) return output.trouble(at_hand.error());
    return refuse_unknown(session, output, "declaration", "声明", name, declared_names(*at_hand.value().flat));
  }
  std::string why;
  runner.logged = false;  // a replay is not to wait for an editor; what was edited is there
  if (!session.host().edit(path, line, why)) return output.trouble(session.trouble(Status::environment, why, why));
  const Reply reply = runner.execute("reload");
  runner.logged = false;
  for (const Output::Part& part : reply.parts)
    part.trouble ? static_cast<void>(output.trouble({reply.status, part.text})) : output.text(part.text);
  return reply.status;
}

}  // namespace

auto edit_command() -> Command {
  return {.name = "edit",
          .chinese = "编辑",
          .arguments = "NAME | FILE",
          .topic = "policies",
          .en = "Open the file in your editor ($VISUAL, $EDITOR) where the name is declared, then reload.",
          .zh = "用编辑器（$VISUAL、$EDITOR）打开声明所在的文件，随后重新读取。",
          .examples = {"edit first_deductible"},
          .completes = {Completes::editable, Completes::nothing},
          .most = 1,
          .run = edit};
}

}  // namespace remit::repl
