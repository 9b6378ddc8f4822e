import { expect, test } from 'vitest';

import { floodClass } from './flood-class.ts';

test.each([
  [{ depthCm: 0 }, 'none'],
  [{ depthCm: -1 }, 'none'],
  [{ depthCm: 9.9, durationMin: 300, areaM2: 9_000 }, 'ponding'],
  [{ depthCm: 10 }, 'light'],
  [{ depthCm: 14.9, durationMin: 29, areaM2: 2_000 }, 'light'],
  [{ depthCm: 12, durationMin: 60, areaM2: 500 }, 'medium'],
  [{ depthCm: 12, durationMin: 10, areaM2: 2_001 }, 'medium'],
  [{ depthCm: 15 }, 'medium'],
  [{ depthCm: 30, durationMin: 121, areaM2: 4_001 }, 'heavy'],
  [{ depthCm: 30, durationMin: 120, areaM2: 4_001 }, 'medium'],
  [{ depthCm: 29.9, durationMin: 500, areaM2: 9_000 }, 'medium'],
  [{ depthCm: 80, durationMin: 500 }, 'medium'],
] as const)('%j is %s', (extent, wanted) => {
  expect(floodClass(extent)).toBe(wanted);
});
