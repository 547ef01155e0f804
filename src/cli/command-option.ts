/** An option of a command. */
export interface CommandOption {
  /** What stands for its value in the help; absent of a flag. */
  readonly value?: string
  /** May be given several times. */
  readonly isRepeatable?: true
  readonly description: string
}
