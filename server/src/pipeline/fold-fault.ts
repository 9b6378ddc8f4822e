/** A record that the fold cannot take: a bug of this build, never of the sender. `feed` is '' when the record names none. */
export class FoldFault extends Error {
  /** Where the record lies in the log. */
  readonly offset: number;
  readonly feed: string;

  constructor(at: { offset: number; feed: string }, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.offset = at.offset;
    this.feed = at.feed;
  }
}
