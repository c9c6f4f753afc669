package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.Attribute;

/** The value of an attribute in a designate. */
public class Tattribute implements Attribute {
    protected List<String> value = new ArrayList<>();
    protected List<Object> any = new ArrayList<>();
    protected String adref;
    protected String content;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Tattribute() {
        // everything is set by the caller
    }

    /** The values; what is added to this list is added to the attribute. */
    @Override
    public List<String> getValue() {
        return value;
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    @Override
    public String getAdref() {
        return adref;
    }

    public void setAdref(String adref) {
        this.adref = adref;
    }

    @Override
    public String getContent() {
        return content;
    }

    public void setContent(String content) {
        this.content = content;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
