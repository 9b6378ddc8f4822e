/** A command line that cannot be obeyed. Its message is one sentence that names the option; the process ends with code 2. */
export class OptionError extends Error {}
