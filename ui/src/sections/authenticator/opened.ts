/** What can lie over the list, and what can stand in its place. */
import type { ChosenView, EntryRow, PreviewView } from '$lib/backend';

/** The way a code is added. */
export type AddTab = 'screen' | 'image' | 'paste' | 'key';

/** What the add dialog does when it opens: waits, opens the file chooser, reads the clipboard, or the screen. */
export type AddStart = 'ask' | 'file' | 'clipboard' | 'screen';

export type Opened =
  | { dialog: 'add'; tab: AddTab; how?: AddStart; preview?: PreviewView }
  | { dialog: 'export' }
  | { dialog: 'edit' | 'note' | 'reveal' | 'recovery' | 'delete'; row: EntryRow }
  | { dialog: 'delete-all' | 'tag-all'; chosen: ChosenView; ids: string[] };

export type Side = 'trash' | 'quarantine';
