import { useLink } from './use-live.ts';

/** True from 4.5 s after the last message until the next one. */
export function useIsLinkLost(): boolean {
  return useLink(({ phase }) => phase === 'lost');
}
