import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepFocus } from './keepFocus';

const later = () => new Promise((resolve) => setTimeout(resolve, 5));
const at = (id: string) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};

describe('keepFocus', () => {
  let end: () => void;
  beforeEach(() => {
    document.body.innerHTML = `<main id="page"><h1 tabindex="-1" id="title">Devices</h1>
      <ul><li id="one"><button id="b1">x</button></li><li id="two"><button id="b2">x</button></li></ul>
      <section id="card"><div id="form"><input id="field"></div></section><div id="rest"><button id="last">x</button></div>
    </main>`;
    end = keepFocus(at('page'));
  });
  afterEach(() => {
    end();
    document.body.innerHTML = '';
  });

  it('goes to the row in the place of one that is gone, not to its button', async () => {
    at('b1').focus();
    at('one').remove();
    await later();
    expect(document.activeElement).toBe(at('two'));
    at('field').focus();
    expect(at('two').hasAttribute('tabindex')).toBe(false);
  });

  it('goes to the last row where the last one is gone', async () => {
    at('b2').focus();
    at('two').remove();
    await later();
    expect(document.activeElement).toBe(at('one'));
  });

  it('goes to the part of the page around a form that is closed', async () => {
    at('field').focus();
    at('form').remove();
    await later();
    expect(document.activeElement).toBe(at('card'));
  });

  it('goes to the title where nothing around is left', async () => {
    at('last').focus();
    at('rest').remove();
    await later();
    expect(document.activeElement).toBe(at('title'));
  });

  it('leaves alone what the page itself has moved', async () => {
    at('b1').focus();
    at('one').remove();
    at('field').focus();
    await later();
    expect(document.activeElement).toBe(at('field'));
  });

  it('leaves alone a focus that nothing took away', async () => {
    at('b1').focus();
    at('b1').blur();
    at('two').remove();
    await later();
    expect(document.activeElement).toBe(document.body);
  });
});
