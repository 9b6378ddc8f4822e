/** The pipeline's or the follower's refusal of a call, with a stable code. */
export class PipelineRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
