/** The city a time zone is named by. */

/** "Seoul"; of "America/Argentina/Ushuaia" the last part. */
export function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
