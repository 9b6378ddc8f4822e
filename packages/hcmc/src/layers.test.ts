import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LAYERS } from '../scripts/build-layers.ts';

test.each(LAYERS)(
  '$to is what its text builds: run node packages/hcmc/scripts/build-layers.ts',
  ({ from, to, build }) => {
    expect(readFileSync(to, 'utf8')).toBe(build(readFileSync(from, 'utf8')));
  },
);
