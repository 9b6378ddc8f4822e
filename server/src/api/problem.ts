/** An answer that refuses (RFC 9457). `code` is stable and documented; `detail` is one sentence for a person. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    options: { detail?: string; extra?: Record<string, unknown> } = {},
  ) {
    super(options.detail ?? code);
    this.status = status;
    this.code = code;
    this.extra = options.extra ?? {};
  }

  toJson(): Record<string, unknown> {
    return {
      type: `https://metropane.dev/problems/${this.code}`,
      title: this.code,
      status: this.status,
      code: this.code,
      detail: this.message,
      ...this.extra,
    };
  }
}
