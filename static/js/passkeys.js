// Connects the button of a page with allauth's passkey scripts, and says where it does not work.
(function () {
  "use strict";

  const button = document.getElementById("passkey-button");
  if (!button) return;
  const task = button.dataset.passkey; // add, authenticate or login
  const connect = window.allauth.webauthn.forms[`${task}Form`];
  const ids = { [task]: button.id, credential: "id_credential" };
  if (document.getElementById("passkey-data")) ids.data = "passkey-data";
  if (document.getElementById("id_passwordless")) ids.passwordless = "id_passwordless";

  function show(id) {
    const said = document.getElementById(id);
    if (said) said.hidden = false;
  }

  if (!window.webauthnJSON.supported()) {
    button.disabled = true;
    show("passkey-unsupported");
    return;
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("passkey-problem");
  });
  connect({ ids });
})();
