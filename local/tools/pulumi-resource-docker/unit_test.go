package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/distribution/reference"
	"github.com/docker/docker/pkg/jsonmessage"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/protobuf/types/known/structpb"
)

// smallContext creates a context in app and a Dockerfile beside it, in the working folder.
func smallContext(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "docker/Dockerfile", "FROM scratch\nCOPY . /\n")
	write(t, "app/b.txt", "b")
	write(t, "app/a/x", "x")
	write(t, "app/a.txt", "a")
	check(t, os.Symlink("a.txt", "app/link"))
}

// The digest is part of the state of every stack. The expected digest is from the docker plugin 4.5.1. It was computed
// independently of this code, from Dockerfile, a/x, a.txt, b.txt and link.
func TestDigestIsThatOfOlderStacks(t *testing.T) {
	smallContext(t)
	if got, want := digest(t), "f9872e9da11bc8a53939e6d178d4243bf1f3104749549058bdb3505e266ddf53"; got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
}

func TestDigestChangesWithContentNameModeAndDockerfile(t *testing.T) {
	smallContext(t)
	digests := map[string]bool{digest(t): true}
	for _, change := range []func(){
		func() { write(t, "app/a.txt", "A") },
		func() { check(t, os.Rename("app/a.txt", "app/c.txt")) },
		func() { check(t, os.Chmod("app/c.txt", 0o755)) },
		func() { write(t, "docker/Dockerfile", "FROM scratch\n") },
		func() { check(t, os.Symlink("../elsewhere", "app/outside")) },
		func() { check(t, os.Remove("app/outside")); check(t, os.Symlink("../other", "app/outside")) },
	} {
		change()
		digests[digest(t)] = true
	}
	if len(digests) != 7 {
		t.Errorf("%d digests of 7 contexts", len(digests))
	}
	before := digest(t)
	write(t, "other/file", "not part of the context")
	check(t, os.Chtimes("app/c.txt", someTime, someTime))
	if digest(t) != before {
		t.Error("the digest changed with a time, or with the target of a link")
	}
}

func TestDigestLeavesOutWhatIsIgnored(t *testing.T) {
	for _, c := range []struct {
		file, patterns, path string
		ignored              bool
	}{
		{"app/.dockerignore", "*\n!a.txt\n", "app/b.txt", true},
		{"app/.dockerignore", "*\n!a.txt\n", "app/a.txt", false},
		{"app/.dockerignore", "*\n!a/x\n", "app/a/x", false},
		{"app/.dockerignore", "*\n!a/x\n", "app/a/y", true},
		{"app/.dockerignore", "**\n!**/*.jar\n", "app/deep/er/some.jar", false},
		{"app/.dockerignore", "**\n!**/*.jar\n", "app/deep/er/some.txt", true},
		{"app/.dockerignore", "# a.txt\n", "app/a.txt", false},
		{"docker/Dockerfile.dockerignore", "**", "app/a.txt", true},
	} {
		t.Run(strings.ReplaceAll(c.patterns, "\n", " ")+" "+c.path, func(t *testing.T) {
			smallContext(t)
			write(t, "app/.dockerignore", "")
			write(t, c.file, c.patterns)
			before := digest(t)
			write(t, c.path, "changed")
			if ignored := digest(t) == before; ignored != c.ignored {
				t.Errorf("ignored: %v, want %v", ignored, c.ignored)
			}
		})
	}
}

func TestContextNamesTheFileThatIsMissing(t *testing.T) {
	smallContext(t)
	write(t, "app/Other", "FROM scratch\n")
	for _, c := range []struct{ folder, dockerfile, message string }{
		{"app", "Other", `at relative path Other. Try setting ` + "`dockerfile`" + ` to "app/Other"`},
		{"app", "None", "at relative path None: stat None: no such file"},
		{"none", "docker/Dockerfile", "none: no such file"},
	} {
		_, err := contextDigest(c.folder, c.dockerfile)
		contains(t, errorText(err), c.message)
	}
}

func TestContextShowsTheDockerfileRelativeToIt(t *testing.T) {
	smallContext(t)
	for folder, want := range map[string]string{"app": "../docker/Dockerfile", ".": "docker/Dockerfile"} {
		opened, err := openContext(folder, "docker/Dockerfile")
		check(t, err)
		if opened.dockerfileInContext != want {
			t.Errorf("%s: %s, want %s", folder, opened.dockerfileInContext, want)
		}
	}
}

func TestChangedInputs(t *testing.T) {
	type object = map[string]any
	login := func(server, password string) object {
		return object{"registry": object{"server": server, "username": "me", "password": password}}
	}
	for name, c := range map[string]struct {
		before, after object
		want          string
	}{
		"nothing":       {object{"imageName": "a"}, object{"imageName": "a"}, ""},
		"name":          {object{"imageName": "a"}, object{"imageName": "b"}, "imageName=UPDATE"},
		"unknown name":  {object{"imageName": "a"}, object{"imageName": unknown}, "imageName=UPDATE"},
		"context":       {object{"build": object{"contextDigest": "1"}}, object{"build": object{"contextDigest": "2"}}, "build=UPDATE"},
		"added":         {object{}, object{"skipPush": true}, "skipPush=ADD"},
		"deleted":       {object{"skipPush": true}, object{}, "skipPush=DELETE"},
		"null":          {object{}, object{"skipPush": nil}, ""},
		"password":      {login("a", "1"), login("a", "2"), ""},
		"server":        {login("a", "1"), login("b", "1"), "registry=UPDATE"},
		"no server":     {login("a", "1"), object{"registry": object{"username": "me"}}, ""},
		"login":         {object{}, login("a", "1"), "registry=ADD"},
		"login removed": {login("a", "1"), object{}, "registry=DELETE"},
	} {
		t.Run(name, func(t *testing.T) {
			state, news := toStruct(t, object{oldInputs: secret(c.before)}), toStruct(t, c.after)
			diff, err := (&server{}).Diff(t.Context(), diffRequest(state, news))
			check(t, err)
			var got []string
			for key, change := range diff.GetDetailedDiff() {
				got = append(got, key+"="+change.GetKind().String())
			}
			if strings.Join(got, " ") != c.want || (diff.GetChanges().String() == "DIFF_NONE") != (c.want == "") {
				t.Errorf("%v %v, want %q", diff.GetChanges(), got, c.want)
			}
			if len(diff.GetReplaces()) > 0 {
				t.Error("an image is never replaced")
			}
		})
	}
}

func TestParsedInputsHaveDefaults(t *testing.T) {
	_, got, err := parseImage(toStruct(t, map[string]any{"imageName": "spark", "build": map[string]any{"context": "./app/"}}))
	check(t, err)
	if got.Build.Dockerfile != "app/Dockerfile" || got.Build.BuilderVersion != "BuilderBuildKit" || got.SkipPush || got.BuildOnPreview {
		t.Errorf("%+v", got)
	}
}

func TestWrongInputsAreRefused(t *testing.T) {
	for message, inputs := range map[string]map[string]any{
		"build.builderVersion \"V3\" is neither": {"build": map[string]any{"builderVersion": "V3"}},
		"platform":                               {"build": map[string]any{"platform": 7}},
		"\"spark:1\" must be fully qualified":    {"imageName": "spark:1"},
		"\"spark:0\" must be fully qualified": {
			"imageName": "localhost:5000/a", "skipPush": true,
			"build": map[string]any{"cacheFrom": map[string]any{"images": []any{"spark:0"}}}},
	} {
		_, got, err := parseImage(toStruct(t, inputs))
		if err == nil {
			err = got.requireFullNames()
		}
		contains(t, errorText(err), message)
	}
	_, local, err := parseImage(toStruct(t, map[string]any{"imageName": "spark:1", "skipPush": true}))
	check(t, err)
	check(t, local.requireFullNames())
}

func TestAuthServerIsTheKeyOfDockersConfiguration(t *testing.T) {
	for given, want := range map[string]string{
		"docker.io": "https://index.docker.io/v1/", "https://index.docker.io/v1/": "https://index.docker.io/v1/",
		"https://ghcr.io": "ghcr.io", "http://localhost:5000/v2/": "localhost:5000", "ghcr.io/me": "ghcr.io",
	} {
		if got := authServer(given); got != want {
			t.Errorf("%s: %s, want %s", given, got, want)
		}
	}
}

func TestRepoDigestIsThatOfThePush(t *testing.T) {
	for _, c := range []struct {
		name, pushed string
		digests      []string
		want         string
	}{
		{"localhost:5000/a:1", "sha256:2", []string{"localhost:5000/a@sha256:1", "localhost:5000/a@sha256:2"}, "localhost:5000/a@sha256:2"},
		{"localhost:5000/a:1", "", []string{"other/a@sha256:1", "localhost:5000/a@sha256:1"}, "localhost:5000/a@sha256:1"},
		{"docker.io/me/a:1", "sha256:1", []string{"me/a@sha256:1"}, "me/a@sha256:1"},
		{"localhost:5000/a:1", "sha256:1", []string{"localhost:5000/ab@sha256:1"}, "<none>@<none>"},
	} {
		name, err := reference.ParseNormalizedNamed(c.name)
		check(t, err)
		if got := repoDigest(name, c.pushed, c.digests); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestOutputIsDescribed(t *testing.T) {
	for _, c := range []struct{ message, text, digest string }{
		{`{"stream":"Step 1/2 : FROM scratch\n"}`, "Step 1/2 : FROM scratch", ""},
		{`{"id":"abc","status":"Pushed"}`, "abc Pushed", ""},
		{`{"aux":{"ID":"sha256:1"}}`, "", ""},
		{`{"aux":{"Tag":"1","Digest":"sha256:2","Size":3}}`, "", "sha256:2"},
		{`{"id":"moby.buildkit.trace","aux":"not base64"}`, "", ""},
	} {
		var message jsonmessage.JSONMessage
		check(t, json.Unmarshal([]byte(c.message), &message))
		if text, digest := describe(&message); text != c.text || digest != c.digest {
			t.Errorf("%s: %q %q", c.message, text, digest)
		}
	}
}

func TestSecretsAndUnknownsKeepTheirShape(t *testing.T) {
	given := toStruct(t, map[string]any{"imageName": unknown, "registry": secret(map[string]any{"password": "open sesame"})})
	inputs, parsed, err := parseImage(given)
	check(t, err)
	if !inputs["imageName"].IsComputed() || parsed.Name != "" || parsed.Registry.Password != "open sesame" {
		t.Errorf("%v %+v", inputs, parsed)
	}
	state, err := marshal(resource.PropertyMap{oldInputs: resource.MakeSecret(resource.NewProperty("a"))})
	check(t, err)
	if want := toStruct(t, map[string]any{oldInputs: secret("a")}); !reflect.DeepEqual(state.AsMap(), want.AsMap()) {
		t.Errorf("%v, want %v", state, want)
	}
}

func digest(t *testing.T) string {
	t.Helper()
	got, err := contextDigest("app", "docker/Dockerfile")
	check(t, err)
	return got
}

func write(t *testing.T, name, content string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(name), 0o755))
	check(t, os.WriteFile(name, []byte(content), 0o644))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func contains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q lacks %q", text, part)
	}
}

func errorText(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

// unknown is an unknown string in the encoding of Pulumi's engine; secret encodes a secret in the same way.
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"

func secret(value any) map[string]any {
	return map[string]any{"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": value}
}

func toStruct(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	converted, err := structpb.NewStruct(values)
	check(t, err)
	return converted
}
