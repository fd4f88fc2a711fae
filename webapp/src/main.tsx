import "./theme/mantine.css";
import "./theme/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { startTranslations } from "./i18n";

async function start(): Promise<void> {
  const root = document.getElementById("root");
  if (root === null) throw new Error('The page has no element with the id "root".');
  await startTranslations();
  createRoot(root).render(<App />);
}

start().catch((error: unknown) => {
  document.getElementById("start-failed")?.removeAttribute("hidden");
  throw error;
});
