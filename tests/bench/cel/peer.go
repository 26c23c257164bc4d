// The conditions on cel-go: peer.go CONDITIONS DATA ROWS. One JSON line a condition: seconds (of processor time) of evaluation, number of rows that are
// true, a checksum over which ones. Values are prepared before the clock starts; the activation is one that only looks them up.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/interpreter"
)

type row struct {
	kind, level, post, code, amount, days, closed, tags ref.Val
}

type activation struct{ at *row }

func (a *activation) ResolveName(name string) (any, bool) {
	switch name {
	case "kind":
		return a.at.kind, true
	case "level":
		return a.at.level, true
	case "post":
		return a.at.post, true
	case "code":
		return a.at.code, true
	case "amount":
		return a.at.amount, true
	case "days":
		return a.at.days, true
	case "closed":
		return a.at.closed, true
	case "tags":
		return a.at.tags, true
	}
	return nil, false
}

func (a *activation) Parent() interpreter.Activation { return nil }

// Seconds of processor time spent by this process, its collector of memory included.
func spent() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func read(path string, limit int) []row {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	var rows []row
	for len(rows) < limit && lines.Scan() {
		part := strings.Split(lines.Text(), "\t")
		amount, err := strconv.ParseFloat(part[4], 64)
		check(err)
		days, err := strconv.ParseInt(part[5], 10, 64)
		check(err)
		tags := []string{}
		if part[7] != "" {
			tags = strings.Split(part[7], ",")
		}
		rows = append(rows, row{types.String(part[0]), types.String(part[1]), types.String(part[2]), types.String(part[3]),
			types.Double(amount), types.Int(days), types.Bool(part[6] == "1"), types.DefaultTypeAdapter.NativeToValue(tags)})
	}
	check(lines.Err())
	return rows
}

func main() {
	limit, err := strconv.Atoi(os.Args[3])
	check(err)
	rows := read(os.Args[2], limit)
	env, err := cel.NewEnv(
		cel.Variable("kind", cel.StringType), cel.Variable("level", cel.StringType), cel.Variable("post", cel.StringType),
		cel.Variable("code", cel.StringType), cel.Variable("amount", cel.DoubleType), cel.Variable("days", cel.IntType),
		cel.Variable("closed", cel.BoolType), cel.Variable("tags", cel.ListType(cel.StringType)))
	check(err)
	text, err := os.ReadFile(os.Args[1])
	check(err)
	for number, condition := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		ast, issues := env.Compile(condition)
		check(issues.Err())
		program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		check(err)
		count, sum := uint64(0), uint64(0)
		vars := &activation{}
		start := spent()
		for i := range rows {
			vars.at = &rows[i]
			value, _, err := program.Eval(vars)
			if err != nil {
				check(err)
			}
			if value == types.True {
				count++
				sum += uint64(i) * uint64(i+1)
			}
		}
		seconds := spent() - start
		line, err := json.Marshal(map[string]any{"condition": number, "rows": len(rows), "seconds": seconds, "true": count, "sum": strconv.FormatUint(sum, 10)})
		check(err)
		fmt.Println(string(line))
	}
}
