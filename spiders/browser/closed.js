// What no list needs, and no page of an inspection gets: windows, questions, and ways out that are no requests.
(() => {
  const nothing = () => null;
  for (const name of ["open", "close", "alert", "confirm", "prompt", "print", "showOpenFilePicker", "showSaveFilePicker"]) {
    try { Object.defineProperty(window, name, { value: nothing }); } catch { /* the page has it no other way */ }
  }
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport", "SharedWorker"]) {
    try { delete window[name]; } catch { /* likewise */ }
  }
})();
