import { expect, test } from 'vitest';
import { makeEngineFixture } from './engine-fixture.ts';

test('[W24] the engine takes any time: an event from the future carries the watermark along, so honest ones are late', () => {
  const { see } = makeEngineFixture();
  see(100, 1);
  // A minute ahead, the most that the door lets in.
  see(160, 2, { arrival: 100 });
  expect(see(135, 3, { arrival: 101 })).toBe('counted');
  expect(see(101, 4, { arrival: 101 })).toBe('late');
});
