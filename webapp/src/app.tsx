import { MantineProvider } from "@mantine/core";
import type { ReactElement } from "react";
import { Route, Switch } from "wouter";
import { ApiProvider } from "./api/query-client";
import { FeedPage } from "./pages/feed-page";
import { NotFoundPage } from "./pages/not-found-page";
import { PostPage } from "./pages/post-page";
import { UserPage } from "./pages/user-page";
import { FailureBoundary } from "./shell/failure-boundary";
import { Shell } from "./shell/shell";
import { colorSchemeManager, cssVariablesResolver, theme } from "./theme/theme";

/** The whole app: what it is built on, the shell, and the page of the address. */
export function App(): ReactElement {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemeManager}
      cssVariablesResolver={cssVariablesResolver}
    >
      <FailureBoundary>
        <ApiProvider>
          <Shell>
            <Switch>
              <Route path="/" component={FeedPage} />
              <Route path="/user/:name">{({ name }) => <UserPage key={name} name={name} />}</Route>
              <Route path="/post/:id">{({ id }) => <PostPage key={id} id={id} />}</Route>
              <Route component={NotFoundPage} />
            </Switch>
          </Shell>
        </ApiProvider>
      </FailureBoundary>
    </MantineProvider>
  );
}
