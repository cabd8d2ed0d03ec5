/** The parts of a catalogue; see messages.parts.ts. */
declare module '$messages/*.json?part=first' {
  const messages: Record<string, string>;
  export default messages;
}
declare module '$messages/*.json?part=rest' {
  const messages: Record<string, string>;
  export default messages;
}
