import { msg } from '@lingui/core/macro';

/** To whom an incident that nobody answered for is handed up. */
export const SUPERVISOR = msg`Giám sát`;
export const LEADER = msg`Lãnh đạo ca`;
