"""What the five contract forms hold, clause by clause, as read by people: line of the file -> kind -> the contract's word for how fast.

The texts themselves are their authors' and are not here; HANSHO_CONTRACT_TEXTS names a folder that holds them. A kind with
a leading `~` may be found there and need not be. Rights and scopes (kind `right`) are no duties and are left out.
"""

from __future__ import annotations

N, A, F, P, T, R, C, D, V, E = (
    "notice",
    "contain",
    "follow",
    "consent",
    "submit",
    "behave",
    "consult",
    "cost",
    "survey",
    "end",
)

TRUTH: dict[str, dict[int, dict[str, str]]] = {
    "000": {
        7: {T: "promptly"}, 23: {P: "in advance"}, 31: {F: ""}, 39: {R: ""}, 67: {P: "in advance"}, 77: {R: ""}, 85: {P: "in advance"},
        101: {V: ""}, 105: {V: ""}, 109: {f"~{F}": ""}, 117: {F: "promptly"}, 121: {V: "", N: ""},
        133: {A: "", N: "immediately"}, 139: {A: "", N: "immediately"}, 161: {A: "", N: "immediately"}, 167: {N: "immediately"},
        179: {V: ""}, 183: {F: "", C: ""}, 187: {D: ""}, 215: {E: ""}, 225: {E: ""}, 231: {C: ""},
    },
    "001": {
        11: {P: "", f"~{E}": ""}, 13: {R: ""}, 15: {P: "あらかじめ", f"~{R}": ""}, 19: {R: ""}, 23: {P: "", f"~{R}": ""},
        27: {P: "あらかじめ"}, 29: {R: ""}, 31: {P: "あらかじめ", f"~{R}": ""}, 33: {R: ""}, 39: {E: "直ちに"}, 43: {E: ""}, 47: {F: ""},
        49: {N: "速やかに", F: ""}, 51: {N: "速やかに", F: ""}, 55: {V: ""}, 63: {F: ""},
    },
    "002": {
        3: {P: "", f"~{E}": ""}, 12: {R: ""}, 17: {R: ""}, 24: {P: "あらかじめ", f"~{R}": ""}, 35: {T: "際して/速やかに"}, 43: {R: ""},
        46: {P: "", R: ""}, 59: {E: "直ちに"}, 63: {E: ""}, 65: {F: ""}, 72: {D: ""}, 77: {F: ""}, 80: {N: "直ちに", F: ""},
        83: {N: "直ちに", F: ""}, 87: {V: ""}, 95: {R: ""}, 97: {R: ""},
        99: {R: ""}, 101: {R: ""}, 103: {P: ""}, 105: {R: ""}, 107: {R: ""},
        113: {P: "事前に"}, 115: {R: ""}, 117: {N: ""}, 119: {N: "60分以内"}, 133: {R: ""}, 136: {R: ""}, 145: {R: ""}, 147: {R: ""},
        150: {R: ""}, 152: {R: ""}, 154: {R: ""}, 160: {R: ""}, 162: {R: ""}, 164: {R: ""}, 166: {R: ""}, 217: {T: ""}, 235: {T: ""},
        239: {F: ""}, 242: {P: "あらかじめ"},
    },
    "003": {
        8: {R: ""}, 18: {E: "", f"~{R}": ""}, 26: {P: ""}, 32: {T: ""}, 38: {f"~{R}": ""}, 40: {f"~{R}": ""}, 42: {R: ""}, 44: {R: ""},
        46: {R: ""}, 50: {R: ""}, 56: {P: "都度"}, 64: {P: "都度"}, 70: {P: ""}, 80: {E: "直ちに"}, 88: {E: ""}, 96: {T: ""},
        104: {P: "あらかじめ"}, 112: {R: ""}, 124: {V: "", f"~{F}": ""}, 130: {N: "速やかに", F: "", V: ""}, 142: {D: ""},
    },
    "004": {
        23: {N: "速やかに"}, 24: {N: ""}, 31: {A: "速やかに"}, 34: {F: ""}, 35: {F: ""}, 36: {F: ""}, 37: {F: ""}, 38: {F: ""}, 39: {F: ""},
        40: {F: ""}, 41: {F: ""}, 42: {A: ""}, 43: {F: ""}, 46: {P: "事前承諾"}, 47: {N: "事前に"}, 50: {C: ""}, 51: {A: ""}, 57: {D: ""},
        58: {C: ""}, 60: {D: ""}, 63: {F: ""}, 67: {E: ""}, 68: {E: "1か月前まで"}, 69: {E: ""}, 71: {C: ""}, 77: {T: ""},
    },
}  # fmt: skip

MADE_UP: dict[str, dict[int, dict[str, str]]] = {
    "hosting-ja.txt": {
        7: {T: "七日以内"}, 8: {T: "遅滞なく"}, 9: {R: ""}, 12: {P: "あらかじめ"}, 15: {P: ""}, 18: {N: "六十分以内"},
        19: {N: "24時間以内"}, 20: {F: "5営業日以内"}, 21: {N: ""}, 25: {A: "直ちに"}, 28: {C: ""}, 31: {D: ""}, 32: {C: ""},
        35: {V: ""}, 36: {F: ""}, 39: {E: "14日以内"}, 40: {E: ""},
    },
    "supply-en.txt": {
        7: {R: ""}, 8: {R: ""}, 9: {P: "prior"}, 12: {P: "in advance"}, 13: {R: ""}, 16: {N: "within seventy-two (72) hours"},
        17: {N: "without undue delay"}, 18: {A: "immediately"}, 19: {F: ""}, 22: {V: ""}, 23: {F: "within 10 business days"}, 26: {D: ""},
        27: {C: ""}, 30: {E: "within 30 days"}, 31: {E: ""},
    },
    "nda-ja.txt": {
        9: {P: "事前の"}, 10: {R: ""}, 11: {N: "先立ち"}, 13: {P: ""}, 17: {N: "24時間以内"}, 18: {F: "3営業日以内"}, 19: {A: "", F: ""},
        21: {E: "遅滞なく"}, 24: {D: ""}, 27: {E: ""}, 30: {C: ""},
    },
    "sla-ja.txt": {
        7: {N: "30分以内"}, 8: {N: ""}, 9: {T: "5営業日以内"}, 10: {N: "ただちに"}, 13: {P: "10営業日前まで"}, 16: {F: "7日以内"},
        19: {V: ""}, 22: {P: "事前に"}, 25: {D: ""}, 28: {E: "30日以内"},
    },
    "dpa-en.txt": {
        9: {R: ""}, 10: {R: ""}, 13: {P: "prior"}, 14: {P: "at least 30 days"}, 18: {N: "no later than 48 hours"}, 19: {N: ""},
        24: {N: "within 14 days"}, 25: {P: ""}, 26: {A: ""}, 29: {F: "within two business days"}, 30: {V: ""}, 33: {E: "within 30 days"},
        36: {D: ""}, 39: {P: "prior"},
    },
    "insurance-ja.txt": {
        4: {N: "遅滞なく"}, 5: {N: "30日以内"}, 6: {A: ""}, 7: {P: "事前の"}, 8: {F: "10日以内"}, 11: {V: "", F: ""}, 14: {T: "遅滞なく"},
    },
    "municipal-ja.txt": {
        4: {R: ""}, 7: {R: "", E: ""}, 10: {T: "5日前まで/"}, 13: {P: ""}, 16: {R: ""}, 19: {P: ""}, 22: {N: "一時間以内"},
        23: {A: "直ちに"}, 24: {P: ""}, 27: {V: "", F: ""}, 30: {E: "14日以内"}, 33: {D: ""}, 36: {R: ""},
    },
    "msa-en.txt": {
        5: {R: ""}, 9: {R: ""}, 11: {R: ""}, 15: {N: "within four (4) hours"}, 19: {A: ""}, 21: {N: ""}, 23: {A: ""},
        25: {F: "within ten (10) Business Days", f"~{T}": ""}, 27: {P: "prior"}, 29: {V: "", F: "within thirty (30) days"},
        31: {P: "prior"}, 35: {E: "Within fifteen (15) days"}, 37: {E: ""}, 41: {D: ""}, 45: {T: "", f"~{R}": ""},
    },
}  # fmt: skip
"""Contracts made up for these tests, in other styles than the five: they name their sides, number and draft as they like."""
