/**
 * A text without the user name and password of a URL in it, for errors and reports: what comes before the last `@`. It is no URL parser, as
 * what is told is often no URL: it rather masks too much than too little.
 */
export function maskUserInfo(text: string): string {
  return text.replaceAll(/(:[\\/]+|^[\\/]{2})\S*@/g, '$1***@').replace(/^[^\s\\/]*:[^\s\\/]*@/, '***@')
}
