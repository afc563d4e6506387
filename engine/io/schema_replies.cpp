#include "engine/io/schema_replies.h"

namespace remit {

const std::string_view kReplyDefinitions = R"json(
"date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
"hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
"index": {"type": "integer", "minimum": 0},
"name": {"type": "string", "minLength": 1},
"wording": {"type": ["string", "object"], "additionalProperties": {"type": "string"}},
"assumptions": {
  "type": "array",
  "items": {
    "type": "object",
    "properties": {
      "step": {"$ref": "#/$defs/name"},
      "kind": {"enum": ["assumption", "unexpressed"]},
      "text": {"$ref": "#/$defs/wording"}
    },
    "required": ["step", "kind", "text"],
    "additionalProperties": false
  }
},
"documents": {
  "type": "object",
  "properties": {
    "label": {"$ref": "#/$defs/wording"},
    "applies": {"type": "boolean"},
    "papers": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/paper"}, {"$ref": "#/$defs/one_of"}]}}
  },
  "required": ["applies", "papers"],
  "additionalProperties": false
},
"paper": {
  "type": "object",
  "properties": {
    "name": {"$ref": "#/$defs/name"},
    "label": {"$ref": "#/$defs/wording"},
    "required": {"type": "boolean"},
    "given": {"type": "boolean"}
  },
  "required": ["name", "required", "given"],
  "additionalProperties": false
},
"one_of": {
  "type": "object",
  "properties": {
    "one_of": {"type": "array", "items": {"$ref": "#/$defs/paper"}, "minItems": 1},
    "required": {"type": "boolean"},
    "given": {"type": "boolean"}
  },
  "required": ["one_of", "required", "given"],
  "additionalProperties": false
},
"receipt": {
  "type": "object",
  "properties": {
    "policy": {"$ref": "#/$defs/name"},
    "version": {"$ref": "#/$defs/date"},
    "service": {"$ref": "#/$defs/name"},
    "engine": {"type": "string"},
    "text_hash": {"$ref": "#/$defs/hash"},
    "meaning_hash": {"$ref": "#/$defs/hash"},
    "options": {
      "type": "object",
      "properties": {
        "policies": {"type": "string"},
        "policy": {"$ref": "#/$defs/name"},
        "as_of": {"$ref": "#/$defs/date"},
        "lang": {"enum": ["zh", "en"]},
        "codes": {"type": "boolean"},
        "allow_unknown": {"type": "boolean"}
      },
      "required": ["lang", "codes", "allow_unknown"],
      "additionalProperties": false
    },
    "case": {"type": "object"}
  },
  "required": ["policy", "version", "service", "engine", "text_hash", "meaning_hash", "options", "case"],
  "additionalProperties": false
})json";

const std::string_view kErrorDefinitions = R"json(
"errors": {
  "title": "Errors",
  "type": "object",
  "properties": {
    "line": {"type": "integer", "minimum": 1},
    "errors": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "object",
        "properties": {
          "code": {"type": "string", "pattern": "^[EW][0-9]{4}$"},
          "message": {"type": "string", "minLength": 1},
          "path": {"type": "string", "pattern": "^\\$"},
          "step": {"type": "string", "minLength": 1},
          "place": {"type": "string", "minLength": 1},
          "hint": {"type": "string", "minLength": 1}
        },
        "required": ["code", "message"],
        "additionalProperties": false
      }
    },
    "explanation": {"$ref": "#/$defs/explanation"}
  },
  "required": ["errors"],
  "additionalProperties": false
})json";

const std::string_view kExplanationDefinitions = R"json(
"explanation": {
  "title": "Explanation",
  "type": "object",
  "properties": {
    "policy": {"type": "string"},
    "service": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "requirements": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "labels": {"$ref": "#/$defs/labels"}, "applies": {"type": "boolean"},
        "met": {"type": "boolean"}, "condition": {"$ref": "#/$defs/condition"}
      },
      "required": ["id", "applies", "met"],
      "additionalProperties": false
    }},
    "results": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "name": {"type": "string"}, "labels": {"$ref": "#/$defs/labels"}, "value": {},
        "steps": {"$ref": "#/$defs/step_numbers"}
      },
      "required": ["name", "value", "steps"],
      "additionalProperties": false
    }},
    "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}},
    "errors": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "code": {"type": "string"}, "message": {"type": "string"}, "step": {"type": "string"},
        "place": {"type": "string"}
      },
      "required": ["code", "message", "step", "place"],
      "additionalProperties": false
    }}
  },
  "required": ["policy", "service", "date"],
  "additionalProperties": false
},
"labels": {"type": "object", "additionalProperties": {"type": "string"}},
"step_numbers": {"type": "array", "items": {"type": "integer", "minimum": 0}},
"condition": {
  "type": "object",
  "properties": {
    "text": {"type": "string"}, "holds": {"type": "boolean"}, "values": {"$ref": "#/$defs/named_values"}
  },
  "required": ["text", "holds"],
  "additionalProperties": false
},
"named_values": {"type": "array", "items": {
  "type": "object",
  "properties": {"name": {"type": "string"}, "labels": {"$ref": "#/$defs/labels"}, "value": {}},
  "required": ["name", "value"],
  "additionalProperties": false
}},
"cites": {"type": "array", "items": {
  "type": "object",
  "properties": {
    "document": {"type": "string"}, "section": {"type": "string"}, "issued": {"type": "string"},
    "url": {"type": "string"}, "quote": {"type": "string"}
  },
  "required": ["document"],
  "additionalProperties": false
}},
"remarks": {"type": "array", "items": {
  "type": "object",
  "properties": {"labels": {"$ref": "#/$defs/labels"}},
  "additionalProperties": false
}},
"step": {
  "type": "object",
  "properties": {
    "id": {"type": "string"}, "name": {"type": "string"}, "labels": {"$ref": "#/$defs/labels"}, "value": {},
    "unit": {"type": "string"}, "formula": {"type": "string"}, "place": {"type": "string"},
    "failed": {"const": true}, "assumed": {"const": true}, "cites": {"$ref": "#/$defs/cites"},
    "assumptions": {"$ref": "#/$defs/remarks"}, "unexpressed": {"$ref": "#/$defs/remarks"},
    "inputs": {"$ref": "#/$defs/named_values"},
    "versions": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "on": {"type": "string"}, "from": {"type": "string"}, "until": {"type": "string"}
      },
      "required": ["id", "on"],
      "additionalProperties": false
    }},
    "tables": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "rows": {"$ref": "#/$defs/step_numbers"}, "keys": {"$ref": "#/$defs/named_values"},
        "cites": {"$ref": "#/$defs/cites"}, "assumptions": {"$ref": "#/$defs/remarks"},
        "unexpressed": {"$ref": "#/$defs/remarks"}
      },
      "required": ["id", "rows"],
      "additionalProperties": false
    }},
    "look_ups": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "keys": {"type": "array"}, "found": {"type": "boolean"},
        "cites": {"$ref": "#/$defs/cites"}, "assumptions": {"$ref": "#/$defs/remarks"},
        "unexpressed": {"$ref": "#/$defs/remarks"}
      },
      "required": ["id", "keys", "found"],
      "additionalProperties": false
    }},
    "memories": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "keys": {"type": "array"}, "value": {}, "after_case": {"type": "boolean"}
      },
      "required": ["id", "keys", "value", "after_case"],
      "additionalProperties": false
    }},
    "exceptions": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "labels": {"$ref": "#/$defs/labels"},
        "outcome": {"enum": ["taken", "condition_false", "overridden", "parent_not_taken", "failed"]},
        "overridden_by": {"type": "string"}, "condition": {"$ref": "#/$defs/condition"}, "value": {},
        "cites": {"$ref": "#/$defs/cites"}
      },
      "required": ["id", "outcome"],
      "additionalProperties": false
    }},
    "slices": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "id": {"type": "string"}, "amount": {}, "deductible": {}, "after": {}, "until_pays": {},
        "bands": {"type": "array", "items": {
          "type": "object",
          "properties": {
            "from": {"$ref": "#/$defs/number"}, "until": {"$ref": "#/$defs/number"}, "rate": {},
            "handled": {"$ref": "#/$defs/number"}, "paid": {"$ref": "#/$defs/number"}
          },
          "required": ["from", "until", "rate", "handled", "paid"],
          "additionalProperties": false
        }},
        "paid": {"$ref": "#/$defs/number"}, "handled": {"$ref": "#/$defs/number"}, "left": {"$ref": "#/$defs/number"},
        "cites": {"$ref": "#/$defs/cites"}, "assumptions": {"$ref": "#/$defs/remarks"},
        "unexpressed": {"$ref": "#/$defs/remarks"}
      },
      "required": ["id", "amount", "paid", "handled", "left"],
      "additionalProperties": false
    }},
    "loops": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "kind": {"enum": ["sum", "count", "any", "all", "first", "min", "max", "list"]},
        "list": {"type": "string"}, "value": {},
        "parts": {"type": "array", "items": {
          "type": "object",
          "properties": {"item": {"type": "string"}, "value": {}},
          "required": ["item", "value"],
          "additionalProperties": false
        }},
        "left_out": {"type": "integer", "minimum": 1}, "folded": {"type": "integer", "minimum": 1}
      },
      "required": ["kind", "list", "value"],
      "additionalProperties": false
    }},
    "payers": {"type": "array", "items": {
      "type": "object",
      "properties": {"name": {"type": "string"}, "amount": {}, "left_before": {}},
      "required": ["name", "amount", "left_before"],
      "additionalProperties": false
    }},
    "roundings": {"type": "array", "items": {
      "type": "object",
      "properties": {
        "before": {}, "after": {}, "mode": {"type": "string"}, "place": {"$ref": "#/$defs/number"},
        "declared": {"type": "boolean"}
      },
      "required": ["before", "after", "mode", "place", "declared"],
      "additionalProperties": false
    }},
    "reads": {"$ref": "#/$defs/step_numbers"}
  },
  "required": ["id", "name", "value", "reads"],
  "additionalProperties": false
},
"number": {"type": ["number", "string"], "pattern": "^-?[0-9]+/[0-9]+$"})json";

}  // namespace remit
