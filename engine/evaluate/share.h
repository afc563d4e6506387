// An amount divided over the elements of a list, so that the parts add up to it exactly.
//
// `pro rata W`: each exact part A × w ÷ ΣW is rounded down to the place of the parts; the units that are then missing
// go one each to the largest fractions that were cut off, ties in list order.
// `in order of K at most M`: the element of the least key takes what it may, then the next; ties in list order. What
// is left when all are full is an error.
// A negative amount or weight, and all weights zero while the amount is not, are errors too; unless the share says
// that the first or the last element (of the list, or of the order) takes all: then it takes, in each of those cases,
// the whole amount, or what is left.
// The parts are computed together, once.
#pragma once
#include "engine/evaluate/evaluator.h"

namespace remit {

// The part of one element; zero for an element that is not in the list.
auto evaluate_share(Evaluator& e, const Node& node) -> Value;

}  // namespace remit
