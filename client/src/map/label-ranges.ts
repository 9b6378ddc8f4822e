/** Which letters each part of the label font has, as its makers cut it. */
export const VIETNAMESE_RANGE = [
  'U+0102-0103',
  'U+0110-0111',
  'U+0128-0129',
  'U+0168-0169',
  'U+01A0-01A1',
  'U+01AF-01B0',
  'U+0300-0301',
  'U+0303-0304',
  'U+0308-0309',
  'U+0323',
  'U+0329',
  'U+1EA0-1EF9',
];
export const LATIN_EXT_RANGE = ['U+0100-02BA', 'U+1E00-1E9F'];
export const LATIN_RANGE = ['U+0000-00FF', 'U+2000-206F', 'U+2212', 'U+2191', 'U+2193'];
export const LABEL_RANGES = [...VIETNAMESE_RANGE, ...LATIN_EXT_RANGE, ...LATIN_RANGE];
