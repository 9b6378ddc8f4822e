/** Why a realm cannot be entered. */
export type RealmCode =
  /** Nobody has opened it and nothing was sent to it. */
  | 'unknown-realm'
  /** It was ended and wiped; a person may open it anew. */
  | 'realm-ended'
  /** As many are open, or kept, as may be. */
  | 'realms-full'
  /** It could not be started, or its pipeline ended; its data are kept. */
  | 'realm-failed';

export class RealmRefusal extends Error {
  readonly code: RealmCode;

  constructor(code: RealmCode, message: string) {
    super(message);
    this.code = code;
  }
}
