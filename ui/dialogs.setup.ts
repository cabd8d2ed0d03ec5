/** Tests run in jsdom, which draws no dialogs: opening and closing one is noted, as far as tests look at it. */
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  this.open = false;
};
