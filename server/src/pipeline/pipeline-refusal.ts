/** The pipeline's or the follower's refusal of a call, with a stable code. */
export class PipelineRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Refusals of one code, by their reason. */
export function refusalOf(code: string): (reason: string) => PipelineRefusal {
  return (reason) => new PipelineRefusal(code, reason);
}
