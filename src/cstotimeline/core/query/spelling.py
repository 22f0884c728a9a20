"""Spelling: names in Latin or Cyrillic letters, brought to one form in which different romanizations are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from cstotimeline.core.errors import nearest, one_of

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True)),
        **dict(zip("қғңүұөәһіўїєґҷҳӣӯı", "kgnuuoahiuiegjhiui", strict=True)),
        "ё": "yo",
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        **dict.fromkeys("'`’ʼʹ", ""),
    }
)
_RULES = [
    (re.compile(pattern), put)
    for pattern, put in (
        ("dzh|dj|zh", "j"),
        ("shch|sch", "sh"),
        ("tch", "ch"),
        ("kh", "h"),
        ("ph", "f"),
        ("tz", "ts"),
        ("x", "ks"),
        ("ck|q", "k"),
        ("w", "v"),
        ("y", "i"),
        ("i+(?=[aeou])", ""),
        (r"er\b", "r"),
        ("i+", "i"),
        (r"([b-df-hj-np-tv-z])\1+", r"\1"),
    )
]


def plainly(words: str) -> str:
    """Return a name in lower case, with single blanks between its words.

    >>> plainly("Secretary-General")
    'secretary general'
    """
    return " ".join(words.replace("_", " ").replace("-", " ").split()).casefold()


def by_sound(text: str) -> str:
    """Return a text in lower-case Latin letters and digits, its words one blank apart, as romanizations have it in
    common: the same for most spellings of one name, Latin or Cyrillic.

    Source:
        The letters follow the usual English romanization of Russian; what others write differently (``kh`` and ``h``,
        ``zh`` and ``j``, ``ya`` and ``ia``) is made equal.

    >>> by_sound("Рахмон") == by_sound("Rakhmon") == by_sound("Rahmon")
    True
    >>> by_sound("Никол Пашинян"), by_sound("Nikol Pashinian")
    ('nikol pashinan', 'nikol pashinan')
    """
    return _short(text) if len(text) <= 80 else _sound(text)


def _sound(text: str) -> str:
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain).translate(_LETTERS)
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = " ".join(re.findall(r"\w+", plain.translate(_LETTERS).replace("_", " ")))
    for pattern, put in _RULES:
        plain = pattern.sub(put, plain)
    return plain


_short = lru_cache(maxsize=8_192)(_sound)


def nearest_spelt(name: str, names: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """Return those of ``names`` that are spelt, or sound, most like ``name``, the nearest first.

    >>> nearest_spelt("Ереван", ["Moscow", "Yerevan"]), nearest_spelt("Kirgistan", ["Kyrgyzstan", "Russia"])
    (('Yerevan',), ('Kyrgyzstan',))
    """
    listed = tuple(dict.fromkeys(names))
    sounds = {by_sound(one): one for one in reversed(listed)}
    near = nearest(by_sound(name), sounds, limit)
    return tuple(dict.fromkeys((*(sounds[one] for one in near), *nearest(name, listed, limit))))[:limit]


def one_of_spelt(name: object, names: Collection[str]) -> str:
    """Return the known ``names`` for a remedy: the nearest by sound, else as ``one_of`` lists them.

    >>> one_of_spelt("Бишкек", ["Moscow", "Bishkek"])
    'Bishkek, or another of 2'
    """
    near = nearest_spelt(name, names, 3) if isinstance(name, str) else ()
    return f"{' or '.join(near)}, or another of {len(names):,}" if near else one_of(name, names)
