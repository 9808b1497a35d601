function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
  :root { color-scheme: light dark; --ink: #1c2330; --soft: #5b6472; --line: #d5dae2; --card: #fff; --back: #eef1f6; --key: #1558d6; --on-key: #fff; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #eef1f6; --soft: #aab3c2; --line: #3b4454; --card: #1d2430; --back: #11161f; --key: #8ab4f8; --on-key: #0b1626; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--back); color: var(--ink);
    font: 1rem/1.5 system-ui, sans-serif; }
  main { width: min(26rem, 100%); padding: 2rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
  h1 { margin: 0 0 .25rem; font-size: 1.4rem; line-height: 1.25; }
  p { margin: 0 0 1.25rem; color: var(--soft); }
  fieldset { margin: 0; padding: 0; border: 0; display: grid; gap: .5rem; }
  legend { margin-bottom: .5rem; font-weight: 600; }
  label.account { display: flex; align-items: center; gap: .75rem; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .6rem; cursor: pointer; }
  label.account:has(:checked) { border-color: var(--key); box-shadow: inset 0 0 0 1px var(--key); }
  label.account small { display: block; color: var(--soft); }
  label.other { display: block; margin-top: 1rem; font-weight: 600; }
  input[type=radio] { accent-color: var(--key); width: 1.1rem; height: 1.1rem; }
  input[type=email] { width: 100%; margin-top: .35rem; padding: .6rem .75rem; border: 1px solid var(--soft); border-radius: .6rem;
    background: transparent; color: inherit; font: inherit; font-weight: 400; }
  .buttons { display: flex; gap: .75rem; margin-top: 1.5rem; }
  button { min-height: 2.75rem; padding: 0 1.25rem; border: 1px solid var(--soft); border-radius: .6rem; background: transparent; color: inherit; font: inherit; cursor: pointer; }
  button[value=allow] { border-color: var(--key); background: var(--key); color: var(--on-key); font-weight: 600; }
  :focus-visible { outline: 3px solid var(--key); outline-offset: 2px; }`;

/** The page that stands for Google's: choose an account, allow or deny. Works by keyboard and without script. */
export function consentPage(people: readonly { email: string; name: string }[], state: string): string {
  const accounts = people.map(({ email, name }, index) => {
    const input = `<input type="radio" name="email" value="${escaped(email)}"${index === 0 ? ' checked' : ''}>`;
    return `<label class="account">${input}<span>${escaped(name)}<small>${escaped(email)}</small></span></label>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Choose an account</title>
<link rel="icon" href="data:,">
<style>${style}
</style>
</head>
<body>
<main>
<h1>Choose an account</h1>
<p>to continue to Netra Apex. This page stands for Google’s; no password is asked for.</p>
<form method="post" action="/oauth/consent">
<input type="hidden" name="state" value="${escaped(state)}">
<fieldset>
<legend>Account</legend>
${accounts.join('\n')}
</fieldset>
<label class="other">Another account<input type="email" name="other" autocomplete="email" placeholder="name@example.com"></label>
<div class="buttons">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny" formnovalidate>Deny</button>
</div>
</form>
</main>
</body>
</html>
`;
}
