/** What stands between the person and `Update Password`, the next thing first. Pure. */
import type { PasswordCheck } from '$lib/backend';
import { type CharacterClass, classes, classesIn } from '$lib/account/passwordClasses';

export interface Typed {
  current: string;
  next: string;
  confirm: string;
}

export type Missing =
  | { what: 'current' | 'new' | 'same' | 'confirm' | 'match' }
  | { what: 'length'; number: number }
  | { what: 'classes'; kinds: CharacterClass[] }
  | { what: 'rules'; count: number };

/** Null when all of it holds. Without a verdict the rules are unknown, and the service decides. */
export function missing(typed: Typed, verdict: PasswordCheck | null): Missing | null {
  if (!typed.current) return { what: 'current' };
  if (!typed.next) return { what: 'new' };
  const rules = unmet(typed.next, verdict);
  if (rules) return rules;
  if (typed.next === typed.current) return { what: 'same' };
  if (!typed.confirm) return { what: 'confirm' };
  return typed.confirm === typed.next ? null : { what: 'match' };
}

function unmet(password: string, verdict: PasswordCheck | null): Missing | null {
  if (!verdict || verdict.acceptable) return null;
  const open = verdict.rules.filter((rule) => !rule.met);
  const first = open[0];
  if (open.length === 1 && first?.rule === 'length') return { what: 'length', number: first.number ?? 0 };
  if (open.length === 1 && first?.rule === 'classes') {
    const present = classesIn(password);
    return { what: 'classes', kinds: classes.filter((kind) => !present.has(kind)) };
  }
  return { what: 'rules', count: open.length };
}
