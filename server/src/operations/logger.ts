import { LOG_LEVELS, type LogLevel } from '../config.ts';

/** One line per event on standard error; never a secret, never a payload. */
export interface Logger {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

export function makeLogger(level: LogLevel, write: (line: string) => void): Logger {
  const rank = LOG_LEVELS.indexOf(level);
  const at = (of: LogLevel) => (message: string) => {
    if (LOG_LEVELS.indexOf(of) <= rank) write(`${of === 'info' ? '' : `${of}: `}${message}\n`);
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
