/** A reason why a command cannot start: one clear sentence and the exit code (2 = the machine or the call is at fault). */
export class LaunchError extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode
   */
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
