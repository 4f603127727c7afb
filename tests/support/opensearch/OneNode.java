import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One OpenSearch node, of the jars on the class path. Arguments are settings: {@code key=value}, several values with
 * commas between them. It ends when its standard input does, so none is left behind when its parent is killed.
 *
 * <p>For tests alone: OpenSearch's bootstrap is left out, and with it the checks for root, memory maps and open files.
 */
public final class OneNode extends Node {
    /** The plugins by their names in 2.x and in 3.x. */
    private static final List<List<String>> PLUGINS = List.of(
        List.of("org.opensearch.transport.Netty4Plugin", "org.opensearch.transport.Netty4ModulePlugin"),
        List.of("org.opensearch.analysis.common.CommonAnalysisPlugin", "org.opensearch.analysis.common.CommonAnalysisModulePlugin"),
        List.of("org.opensearch.painless.PainlessPlugin", "org.opensearch.painless.PainlessModulePlugin"));

    // A Collection<Class<? extends Plugin>> up to 3.0, and a Collection<PluginInfo> from 3.1 on. Compiled, both are one.
    @SuppressWarnings({"rawtypes", "unchecked"})
    private OneNode(Environment environment, Collection plugins) {
        super(environment, plugins, true);
    }

    public static void main(String[] arguments) throws Exception {
        Settings settings = settings(arguments);
        Path home = Path.of(settings.get("path.home"));
        for (String folder : List.of("config", "modules", "plugins")) {
            Files.createDirectories(home.resolve(folder)); // empty: nothing is loaded from them
        }
        OneNode node = new OneNode(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> settings.get("node.name")),
            plugins());
        try {
            node.start();
        } catch (Throwable error) {
            error.printStackTrace();
            Runtime.getRuntime().halt(1); // threads of a node that has half begun would keep the process alive
        }
        while (System.in.read() >= 0) {
            // whatever is written has no meaning
        }
        Runtime.getRuntime().halt(0);
    }

    private static Settings settings(String[] arguments) {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts[1].contains(",")) {
                settings.putList(parts[0], parts[1].split(","));
            } else {
                settings.put(parts[0], parts[1]);
            }
        }
        return settings.build();
    }

    private static List<Object> plugins() throws Exception {
        Constructor<?> constructor = Node.class.getDeclaredConstructor(Environment.class, Collection.class, boolean.class);
        boolean byInfo = constructor.getGenericParameterTypes()[1].getTypeName().contains("PluginInfo");
        List<Object> plugins = new ArrayList<>();
        for (List<String> names : PLUGINS) {
            Class<?> found = first(names);
            plugins.add(byInfo ? info(found.getName()) : found);
        }
        return plugins;
    }

    /** The first class of these that is on the class path. */
    private static Class<?> first(List<String> names) throws ClassNotFoundException {
        for (String name : names) {
            try {
                return Class.forName(name);
            } catch (ClassNotFoundException another) {
                // it has the name of another version
            }
        }
        throw new ClassNotFoundException(String.join(", ", names));
    }

    /** What 3.x knows of a plugin. Its constructors differ by version, so they are looked up. */
    private static Object info(String name) throws Exception {
        String java = Integer.toString(Runtime.version().feature());
        for (Constructor<?> constructor : PluginInfo.class.getConstructors()) {
            Class<?>[] types = constructor.getParameterTypes();
            boolean oneVersion = types.length > 3 && types[0] == String.class && types[3] == Version.class;
            if (oneVersion && types.length == 8 && types[6] == List.class) {
                return constructor.newInstance(name, "on the class path", "NA", Version.CURRENT, java, name, List.of(), false);
            }
            if (oneVersion && types.length == 9 && types[7] == List.class) {
                return constructor.newInstance(name, "on the class path", "NA", Version.CURRENT, java, name, null, List.of(), false);
            }
        }
        throw new NoSuchMethodException("PluginInfo has no constructor that is known here");
    }
}
