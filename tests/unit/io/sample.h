// A service with one of everything that an input or an answer can hold, made by hand:
//
//   input insured : record { id : text at most 18 personal   status : Status as "emp_stat"   birth : date?
//                            card : Card? }                    # record Card { number : text personal   balance : CNY }
//   input stay    : record { admitted : date 2020-01-01..   ordinal : count 1..9   share : rate to 0.0001
//                            emergency : bool   arrived : time?   wait : days?   weight : decimal?
//                            steps : decimal to 0.25 0..<10 ? }
//   input claim   : record { total : CNY 0..   items : list of Item at most 3   marks : list of text at most 5 }
//                   # record Item { code : text   amount : CNY   price : CNY to 0.000001?   tags : list of text at most
//                   2 #               parts : list of record { n : count } }
//   marks is a list with rules of its own, tags is a plain value.
//
//   tally year_pooled : CNY per text, count adds     spell episode per text     tally top : CNY? per text keeps highest
//   account card : CNY per text pots this_year, earlier   history bills : list of Bill per text
//   `top` is not read.
#pragma once
#include <string>

#include "engine/program/names.h"
#include "engine/program/program.h"

namespace remit::sample {

struct Sample {
  Program program;
  ProgramNames names;
};

auto service() -> Sample;

// A case of it that has no problem, with everything that may be left out left out.
auto least() -> std::string;
// What `opening` says in it.
auto opening() -> std::string;

}  // namespace remit::sample
