/** Where a refusal is shown: under the fields it names, and in a banner for the rest. */
import type { Failure } from '$lib/backend';
import { fieldText } from '$lib/failure';

export class FormErrors {
  /** What stands under each field of the form. */
  fields = $state<Record<string, string>>({});
  /** What no field of the form can show. */
  banner = $state.raw<Failure | null>(null);

  /** `names` maps what services call a field to what the form calls it; a form whose fields the service names asks anew each time. */
  constructor(private readonly names: Record<string, string> | (() => Record<string, string>)) {}

  /** Takes a refusal; true if a field shows part of it, so that the focus can go there. */
  take(failure: Failure | null): boolean {
    this.clear();
    if (!failure) return false;
    const names = typeof this.names === 'function' ? this.names() : this.names;
    const rest = failure.fields.filter((field) => !names[field.field]);
    for (const field of failure.fields) {
      const at = names[field.field];
      // One message under a field: the first is the one to mend first.
      if (at && !this.fields[at]) this.fields[at] = fieldText(field);
    }
    const placed = failure.fields.length > rest.length;
    if (!placed || rest.length > 0) this.banner = { ...failure, fields: rest };
    return placed;
  }

  set(field: string, text: string): void {
    this.fields[field] = text;
  }

  /** The field is being typed in: what was said of it no longer holds. */
  touch(field: string): void {
    if (!this.fields[field]) return;
    this.fields = Object.fromEntries(Object.entries(this.fields).filter(([name]) => name !== field));
  }

  clear(): void {
    this.fields = {};
    this.banner = null;
  }
}
