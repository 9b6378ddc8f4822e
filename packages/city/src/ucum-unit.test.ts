import { expect, test } from 'vitest';

import { isUcumUnit } from './ucum-unit.ts';

test.each([
  ...[
    'ug/m3',
    'km/h',
    'Cel',
    '%',
    'm',
    'cm',
    'mm',
    'ms',
    'm3/h',
    'kW.h',
    'MVA',
    'Hz',
    '1',
    'deg',
    'mm/h',
    'hPa',
    'L/s',
  ],
  ...[
    'dB(A)',
    '{vehicles}',
    '{vehicles}/h',
    '1/min',
    '/min',
    '10*3',
    'm2',
    's-1',
    'VND',
    '[degF]',
    'mg/L',
    'bit/s',
    'lx',
    'V',
  ],
])('%s is a unit', (unit) => {
  expect(isUcumUnit(unit)).toBe(true);
});

test.each([
  '',
  'm³/h',
  'oC',
  '°C',
  'furlongs',
  'kWh',
  'kmh',
  'ug//m3',
  'm/',
  '<b>',
  '__proto__',
  'x'.repeat(100),
  '{',
  '}',
])('%j is not a unit', (unit) => {
  expect(isUcumUnit(unit)).toBe(false);
});
