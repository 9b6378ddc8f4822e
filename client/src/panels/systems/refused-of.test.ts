import { expect, test } from 'vitest';
import { refusedOf } from './refused-of.ts';

const of = (topic: string) => ({ topic, code: 'schema', detail: '', arrival: '' });

test('a fault belongs to the system whose topic it came on, the newest first', () => {
  const items = [of('city/v1/obs/air/a'), of('city/v1/case/petitions'), of('city/v1/indicator/petitions/x')];
  expect(refusedOf(items, 'petitions')).toBe(items[1]);
  expect(refusedOf(items, 'one-stop')).toBeNull();
  expect(refusedOf([of('city/v1/case/petitions-old')], 'petitions')).toBeNull();
  expect(refusedOf([of('city/v1/obs/petitions/case')], 'petitions')).toBeNull();
});
