import { useLocation } from 'wouter';
import { useCentre } from '../../live/centre-context.ts';

/** As the centre's table of rights has it. */
const READERS: readonly string[] = ['operator', 'supervisor', 'admin'];

/** Original messages may name people: they are read at a desk of the control room, never on a wall. */
export function useMayReadPayloads(): boolean {
  const { session } = useCentre();
  const [path] = useLocation();
  return READERS.includes(session.role) && !path.startsWith('/wall');
}
