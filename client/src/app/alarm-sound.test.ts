import { describe, expect, test } from 'vitest';
import { AlarmSound } from './alarm-sound.ts';

function makeSound() {
  const played: number[] = [];
  let repeat: (() => void) | null = null;
  const sound = new AlarmSound(
    { wake: () => Promise.resolve(true), play: (priority) => void played.push(priority) },
    (_ms, run) => {
      repeat = run;
      return () => (repeat = null);
    },
  );
  return { sound, played, tick: () => repeat?.(), isRepeating: () => repeat !== null };
}
const P1 = { id: 'a', priority: 1 };
const P3 = { id: 'b', priority: 3 };

describe('the sound of what waits', () => {
  test('repeats until it is acknowledged, and a touch of the desk does not end it', async () => {
    const { sound, played, tick, isRepeating } = makeSound();
    sound.touch();
    await Promise.resolve();
    sound.follow([P1]);
    tick();
    sound.touch();
    tick();
    expect(played).toEqual([1, 1, 1]);
    sound.follow([]);
    expect(isRepeating()).toBe(false);
    expect(sound.state.getState().sounding).toBeNull();
  });
  test('muting stops the sound and not the alarm; the next alarm sounds again', async () => {
    const { sound, played, tick } = makeSound();
    sound.touch();
    await Promise.resolve();
    sound.follow([P3]);
    sound.setMuted(true);
    tick();
    expect(played).toEqual([3]);
    expect(sound.state.getState().sounding).toBe(3);
    sound.follow([P3]);
    expect(sound.state.getState().isMuted).toBe(true);
    sound.follow([P3, P1]);
    expect(sound.state.getState().isMuted).toBe(false);
    expect(played).toEqual([3, 1]);
  });
  test('the most urgent is heard; P4 is silent; before the first touch nothing is, and it is said', () => {
    const { sound, played, tick } = makeSound();
    sound.follow([P3, P1]);
    tick();
    expect(played).toEqual([]);
    expect(sound.state.getState()).toMatchObject({ isReady: false, sounding: 1 });
    sound.follow([{ id: 'c', priority: 4 }]);
    expect(sound.state.getState().sounding).toBeNull();
  });
});
