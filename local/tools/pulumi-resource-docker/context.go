package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	clibuild "github.com/docker/cli/cli/command/image/build"
	"github.com/moby/go-archive"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// buildContext has the files of a build: a folder without the ignored files, and a Dockerfile that can be elsewhere.
type buildContext struct {
	folder, dockerfile, dockerfileInContext string
	patterns                                []string
	ignored                                 *patternmatcher.PatternMatcher
}

func openContext(folder, dockerfile string) (*buildContext, error) {
	if _, err := os.Stat(dockerfile); err != nil {
		joined := filepath.Join(folder, dockerfile)
		if _, missing := os.Stat(joined); missing == nil {
			return nil, fmt.Errorf("could not open dockerfile at relative path %s. Try setting `dockerfile` to %q", dockerfile, joined)
		}
		return nil, fmt.Errorf("could not open dockerfile at relative path %s: %w", dockerfile, err)
	}
	absolute, err1 := filepath.Abs(folder)
	absoluteFile, err2 := filepath.Abs(dockerfile)
	relative, err3 := filepath.Rel(absolute, absoluteFile)
	resolved, err4 := filepath.EvalSymlinks(absolute) // follows a link to the folder, but no links inside of it
	patterns, err5 := readPatterns(dockerfile+".dockerignore", filepath.Join(folder, ".dockerignore"))
	ignored, err6 := patternmatcher.New(patterns)
	err := errors.Join(err1, err2, err3, err4, err5, err6)
	return &buildContext{resolved, dockerfile, filepath.ToSlash(relative), patterns, ignored}, err
}

// readPatterns reads the first ignore file that exists.
func readPatterns(files ...string) ([]string, error) {
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err == nil {
			return ignorefile.ReadAll(bytes.NewReader(content))
		}
		if !os.IsNotExist(err) {
			return nil, err
		}
	}
	return nil, nil
}

// contextDigest changes with the Dockerfile, and with the name, mode or content of each file that is not ignored. Times
// do not count. The digest is in each stack's state, so a change of this function rebuilds every image.
func contextDigest(folder, dockerfile string) (string, error) {
	c, err := openContext(folder, dockerfile)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	if err := addFile(sum, "Dockerfile", 0, c.dockerfile); err != nil { // regardless of its name and mode
		return "", err
	}
	err = filepath.WalkDir(c.folder, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || file == c.folder {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(file, c.folder+string(filepath.Separator)))
		ignored, err := c.ignored.MatchesOrParentMatches(name)
		if entry.IsDir() && ignored && !c.mayIncludeBelow(name) {
			return filepath.SkipDir
		}
		if entry.IsDir() || ignored || err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return addFile(sum, name, info.Mode(), file)
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// mayIncludeBelow returns whether an ignored folder must be read because of exceptions, which begin with "!".
func (c *buildContext) mayIncludeBelow(folder string) bool {
	for _, pattern := range c.ignored.Patterns() {
		path := filepath.ToSlash(pattern.String())
		if pattern.Exclusion() && (strings.ContainsAny(path, `*?[\`) || strings.HasPrefix(path, folder+"/")) {
			return true
		}
	}
	return false
}

func addFile(sum hash.Hash, name string, mode fs.FileMode, file string) error {
	content := sha256.New()
	target, err := "", error(nil)
	if mode.Type() == fs.ModeSymlink {
		target, err = os.Readlink(file)
		io.WriteString(content, target)
	} else if mode.IsRegular() { // reading a pipe would block forever
		var opened *os.File
		if opened, err = os.Open(file); err == nil {
			_, err = io.Copy(content, opened)
			opened.Close()
		}
	}
	io.WriteString(sum, name+mode.String())
	sum.Write(append(content.Sum(nil), 0))
	return err
}

// tar returns the context as a tar archive whose files belong to root, and the Dockerfile's name in it.
func (c *buildContext) tar() (io.ReadCloser, string, error) {
	files, err := archive.TarWithOptions(c.folder, &archive.TarOptions{
		ExcludePatterns: clibuild.TrimBuildFilesFromExcludes(c.patterns, c.dockerfileInContext, false),
		ChownOpts:       &archive.ChownOpts{},
	})
	if err != nil || !strings.HasPrefix(c.dockerfileInContext, "../") {
		return files, c.dockerfileInContext, err
	}
	dockerfile, err := os.Open(c.dockerfile)
	if err != nil {
		return nil, "", err
	}
	return clibuild.AddDockerfileToBuildContext(dockerfile, files)
}
