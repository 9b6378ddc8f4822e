import { useCallback, useEffect, useRef, useState } from 'react';

const TYPING_FOR_MS = 4_000;

/** True from the last key of somebody typing until a few seconds after it. */
export function useTyping(): { isTyping: boolean; onTyping: () => void } {
  const [isTyping, setTyping] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const onTyping = useCallback(() => {
    setTyping(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTyping(false), TYPING_FOR_MS);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { isTyping, onTyping };
}
