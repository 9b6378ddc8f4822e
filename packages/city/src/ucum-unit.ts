/**
 * Says whether a text is a UCUM unit (case-sensitive form), so that a feed that names a unit explicitly is refused when
 * nobody could know what it measures. Only the form is checked: `m/s.kg` passes, `m³/h` does not (bindings rename such spellings).
 */
const PREFIXES = ['da', 'Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'k', 'h', 'd', 'c', 'm', 'u', 'n', 'p', 'f', 'a'];
const METRIC_ATOMS = new Set([
  ...[
    'm',
    's',
    'g',
    'rad',
    'K',
    'C',
    'cd',
    'mol',
    'sr',
    'Hz',
    'N',
    'Pa',
    'J',
    'W',
    'A',
    'V',
    'F',
    'Ohm',
    'S',
    'Wb',
  ],
  ...[
    'Cel',
    'T',
    'H',
    'lm',
    'lx',
    'Bq',
    'Gy',
    'Sv',
    'l',
    'L',
    'ar',
    't',
    'bar',
    'u',
    'eV',
    'pc',
    'cal',
    'B',
    'By',
  ],
  ...['bit', 'Bd', 'eq', 'osm', 'kat', 'U', 'VA', 'var', 'm[H2O]', 'm[Hg]', 'g%', 'B[SPL]', 'B[V]', 'B[W]'],
]);
const OTHER_ATOMS = new Set([
  ...[
    '%',
    '[ppth]',
    '[ppm]',
    '[ppb]',
    '[pptr]',
    '[pH]',
    'min',
    'h',
    'd',
    'wk',
    'mo',
    'a',
    'a_j',
    'mo_j',
    'deg',
    "'",
    "''",
  ],
  ...[
    '[in_i]',
    '[ft_i]',
    '[yd_i]',
    '[mi_i]',
    '[nmi_i]',
    '[kn_i]',
    '[degF]',
    '[lb_av]',
    '[oz_av]',
    '[gal_us]',
    '[psi]',
  ],
  ...[
    'atm',
    '[IU]',
    '10*',
    '10^',
    '[pi]',
    'har',
    'st',
    'gon',
    'circ',
    'AU',
    '[c]',
    '[g]',
    'dB(A)',
    'dB[A]',
    'dBm',
  ],
  ...['VND', 'USD', 'EUR'],
]);
const ANNOTATION = /\{[^{}]*\}/g;
const TERM = /^([^./]*?)([+-]?\d+)?$/;

/** True for a UCUM code (plus `dB(A)`, `dBm` and the currencies VND, USD, EUR, which UCUM lacks). At most 64 characters. */
export function isUcumUnit(text: string): boolean {
  if (text.length === 0 || text.length > 64) return false;
  const bare = text.replace(ANNOTATION, '');
  if (bare === '') return true;
  if (OTHER_ATOMS.has(bare)) return true;
  const terms = bare.startsWith('/') ? bare.slice(1).split(/[./]/) : bare.split(/[./]/);
  return terms.every(
    (term, index) => isTerm(term) || (term === '' && index === 0 && terms.length > 1 && text.startsWith('{')),
  );
}

function isTerm(term: string): boolean {
  if (/^\d+$/.test(term)) return true;
  if (isAtom(term)) return true;
  const match = TERM.exec(term);
  return match !== null && match[2] !== undefined && isAtom(match[1] ?? '');
}

function isAtom(text: string): boolean {
  if (METRIC_ATOMS.has(text) || OTHER_ATOMS.has(text)) return true;
  return PREFIXES.some((prefix) => text.startsWith(prefix) && METRIC_ATOMS.has(text.slice(prefix.length)));
}
