// What people call the parts of a Program. Read by explanations, answers and errors; never on the hot path.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "engine/value/type.h"

namespace remit {

struct CitationName {
  std::string document;  // the source's label or name
  std::string section;   // "§37", or empty
  std::string issued, url, quote;
};
struct DeclarationName {
  std::string step;  // stable: policy/declaration[/label]; an item's key is appended when it is printed
  std::string name;  // as written in the policy
  Labels labels;
  std::vector<CitationName> cites;
  std::vector<Labels> assumptions;
  std::vector<Labels> unexpressed;
  std::string formula;  // the expression as the policy writes it, canonical, one line; rules only
  std::string place;    // file:line
  std::string unit;     // "CNY", "%", or empty
};

struct ProgramNames {
  std::string policy, policy_version, service;
  Labels policy_labels, service_labels;
  std::string text_hash, meaning_hash;
  std::vector<DeclarationName> rules;         // Rule::name
  std::vector<DeclarationName> declarations;  // tables, bands, values' timelines, catalogs
  std::vector<DeclarationName> exceptions;    // Choice::Exception::name
  std::vector<DeclarationName> requirements;
  std::vector<Labels> messages, advice;  // as requirements
  std::vector<DeclarationName> documents, papers, identities, memories;
  std::vector<std::string> lists;         // "claim.items"
  std::vector<FieldType> columns;         // leaf fields of list elements; `name` is the path below the element
  std::vector<std::string> column_paths;  // "claim.items[].code", as columns
  std::vector<FieldType> inputs;          // by InputId; `name` is the whole path: "stay.admitted"
  std::vector<std::string> sources;       // by SourceId: file:line:column
};

}  // namespace remit
